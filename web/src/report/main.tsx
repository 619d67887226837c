import "../ui/base.css";
import { render } from "preact";

import { readReport } from "./report";
import { NoReport } from "./NoReport";
import { ReportPage } from "./ReportPage";
import { speak } from "./words";
import "./report.css";
import "./groups.css";
import "./statements.css";
import "./parts.css";
import "./paper.css"; // last: on paper it has the last word

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");

const held = readReport();

void speak([...navigator.languages, held?.report.event.language ?? "en"]).then(() => {
  render(held ? <ReportPage held={held} /> : <NoReport />, root);
  // What the address points at is there only now.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
