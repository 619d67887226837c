import { useEffect } from "preact/hooks";

import { AllStatements } from "./AllStatements";
import { Analyses } from "./Analyses";
import { Crossings } from "./Crossings";
import { Editions } from "./Editions";
import { Masthead } from "./Masthead";
import { Method } from "./Method";
import { PeoplePart } from "./PeoplePart";
import { PromptPart } from "./PromptPart";
import { wordingsOf } from "./prompts";
import { everything, type Held } from "./report";
import { t } from "./words";

/** The whole report: in short, each prompt, all statements, who took part, how it was made. */
export const ReportPage = ({ held }: { held: Held }) => {
  const { report } = held;
  const told = everything(report);
  useEffect(openForPrinting, []);
  return (
    <>
      <a class="skip" href="#contents">
        {t("skip")}
      </a>
      <div class="report">
        <Masthead held={held} />
        <main id="contents">
          <nav class="contents" aria-label={t("contents")}>
            <ul>
              {report.prompts.map((prompt) => (
                <li key={prompt.number}>
                  <a href={`#p${prompt.number}`} dir="auto">
                    {report.prompts.length === 1 ? t("contents.findings") : wordingsOf(prompt, report)[0].text}
                  </a>
                </li>
              ))}
              {report.prompts.length > 1 && (
                <li>
                  <a href="#joint">{t("joint.title")}</a>
                </li>
              )}
              <li>
                <a href="#statements">{t("all.title")}</a>
              </li>
              {report.analyses.length > 0 && (
                <li>
                  <a href="#analyses">{t("analyses.title")}</a>
                </li>
              )}
              <li class="contents__screen">
                <a href="#editions">{t("editions.title")}</a>
              </li>
              <li>
                <a href="#people">{t("people.title")}</a>
              </li>
              <li>
                <a href="#method">{t("method.title")}</a>
              </li>
            </ul>
          </nav>
          {report.prompts.map((prompt) => (
            <PromptPart key={prompt.number} prompt={prompt} report={report} />
          ))}
          <Crossings report={report} />
          <AllStatements told={told} report={report} />
          <Analyses report={report} />
          <Editions report={report} />
          <PeoplePart report={report} />
          <Method held={held} />
        </main>
        <footer class="foot">
          <p>{t("not-an-election")}</p>
        </footer>
      </div>
    </>
  );
};

/** On paper nothing can be unfolded: it is, for as long as the page is printed. */
const openForPrinting = () => {
  let opened: HTMLDetailsElement[] = [];
  const open = () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const one of opened) one.open = true;
  };
  const close = () => {
    for (const one of opened) one.open = false;
  };
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  return () => {
    removeEventListener("beforeprint", open);
    removeEventListener("afterprint", close);
  };
};
