import { render } from "preact";

import { Moderator } from "./Moderator";
import "./moderator.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<Moderator />, root);
