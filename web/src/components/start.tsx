import { render } from "preact";

import { speak } from "../text";
import { ComponentsPage } from "./ComponentsPage";
import { shelfIn, SHELVES } from "./shelves";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");

const name = shelfIn(location.search);
void SHELVES[name]().then(async ({ SHELF }) => {
  await speak(SHELF.languages, ["en"]);
  render(<ComponentsPage name={name} shelf={SHELF} />, root);
  // What the address points at is there only now.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
