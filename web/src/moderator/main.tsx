import { render } from "preact";

import { newDevice, takeSecret } from "../link/secret";
import { openOperator } from "../link/operator";
import { speak } from "../text";
import { joinAddress } from "../ui/scenes/showing";
import { readBoot } from "../view/boot";
import { drawByFrame } from "./by-frame";
import { CreateEvent } from "./setup/CreateEvent";
import { Desk } from "./Desk";
import { openDesk } from "./desk-state";
import { LANGUAGES } from "./words";
import "../ui/base.css";
import "./moderator.css";
import "./panels.css";
import "./access/access.css";
import "./instruments/instruments.css";
import "./programme/programme.css";
import "./queue/queue.css";
import "./setup/steps.css";
import "./stage/stage.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
const { code, address, version } = readBoot();
drawByFrame();

// In the moderator's own language: the desk is one person's.
const spoken = speak(LANGUAGES, [...navigator.languages, document.documentElement.lang]);

if (code === null) {
  const signedIn = openOperator();
  void spoken.then(async () => render(<CreateEvent isOperator={await signedIn} />, root));
} else {
  const key = takeSecret("moderator", code);
  const join = joinAddress(code, address);
  const desk = openDesk({ code, key, device: newDevice(), version });
  void spoken.then(() => render(<Desk desk={desk} join={join} code={code} />, root));
}
