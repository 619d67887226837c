import { render } from "preact";

import { speak } from "../text";
import { ComponentsPage } from "./ComponentsPage";
import { LANGUAGES } from "./words";
import "../ui/base.css";
import "./components.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");

void speak(LANGUAGES, ["en"]).then(() => {
  render(<ComponentsPage />, root);
  // What the address points at is there only now.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
