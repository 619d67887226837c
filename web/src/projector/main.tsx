import { render } from "preact";

import { Projector } from "./Projector";
import "./projector.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<Projector />, root);
