import { render } from "preact";

import { newDevice, takeSecret } from "../link/secret";
import { speak } from "../text";
import { joinAddress } from "../ui/scenes/showing";
import { readBoot } from "../view/boot";
import { Steward } from "./Steward";
import { openEntry } from "./entry";
import { LANGUAGES } from "./words";
import "../ui/base.css";
import "./steward.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
const { code, address, version } = readBoot();
if (code === null) throw new Error("paper ballots belong to an event");

const spoken = speak(LANGUAGES, [...navigator.languages, document.documentElement.lang]);
const key = takeSecret("steward", code);
const entry = openEntry({ code, key, device: newDevice(), version });
const join = joinAddress(code, address);
void spoken.then(() => render(<Steward entry={entry} join={join} code={code} secret={key} />, root));
