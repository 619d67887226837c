import { render } from "preact";

import { newDevice, takeSecret } from "../link/secret";
import { bestOf, offer, setLanguage } from "../text";
import { joinAddress } from "../ui/scenes/showing";
import { readBoot } from "../view/boot";
import { Projector } from "./Projector";
import { openScreen } from "./screen-state";
import { ENGLISH, FRENCH } from "./words";
import "../ui/base.css";
import "./projector.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
const boot = readBoot();
if (boot.code === null) throw new Error("a screen belongs to an event");

// In the event's language, which the server has written into the page: the computer is nobody's own.
const written = document.documentElement.lang;
offer({ en: ENGLISH, fr: FRENCH });
void setLanguage(bestOf([written]) ?? "en");

const key = takeSecret("projector", boot.code);
const screen = key === undefined ? undefined : openScreen({ code: boot.code, key, device: newDevice() });
render(<Projector screen={screen} join={joinAddress(boot.code, boot.address)} />, root);
