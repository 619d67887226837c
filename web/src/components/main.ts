import "../ui/base.css";
import "./components.css";

// All of the page is fetched: a chunk that shares anything with this entry would start it a second time.
void import("./start");
