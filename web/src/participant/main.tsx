import { render } from "preact";

import { Participant } from "./Participant";
import "./participant.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<Participant />, root);
