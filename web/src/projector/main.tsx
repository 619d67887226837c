import { render } from "preact";

import { scriptAddress } from "../link/script-address";
import { newDevice, takeSecret } from "../link/secret";
import { speak } from "../text";
import painterWorker from "../ui/map/painter-worker.ts?worker&url";
import { paintElsewhere } from "../ui/map/painting";
import { joinAddress } from "../ui/scenes/showing";
import { readBoot } from "../view/boot";
import { optionsIn } from "./options";
import { Projector } from "./Projector";
import { openScreen } from "./screen-state";
import { LANGUAGES } from "./words";
import "../ui/base.css";
import "./projector.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
const boot = readBoot();
if (boot.code === null) throw new Error("a screen belongs to an event");

paintElsewhere(() => new Worker(scriptAddress(painterWorker), { type: "module" }));

// In the event's language, which the server has written into the page: the computer is nobody's own.
const spoken = speak(LANGUAGES, [document.documentElement.lang]);

const key = takeSecret("projector", boot.code);
const screen = openScreen({ code: boot.code, key, device: newDevice(), version: boot.version });
const join = joinAddress(boot.code, boot.address);
void spoken.then(() => render(<Projector screen={screen} join={join} options={optionsIn(location.search)} />, root));
