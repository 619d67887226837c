import { render } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { language } from "../text";
import type { Example, WindowSize } from "../ui/example";
import { colour, colours, rulesOf } from "./colours";
import { direction } from "./direction";

/** In pixels of the page; without a height, as high as what is in it. */
const SIZES: Readonly<Record<WindowSize, { readonly width: number; readonly height?: number }>> = {
  phone: { width: 390 },
  panel: { width: 460 },
  desk: { width: 1440, height: 900 },
  screen: { width: 1920, height: 1080 },
};

/** An empty window has no doctype, and so tables that do not take after what they stand in, as long ago. */
const AS_TODAY = "table { color: inherit; font: inherit; text-align: inherit; white-space: inherit }";

/**
 * An example in a window of its own: so wide as where it belongs, with its ids, its scrolling and its keys to itself. Made
 * smaller where there is not so much room.
 */
export const Framed = ({ name, Draw, size }: { name: string; Draw: Example["Draw"]; size: WindowSize }) => {
  const { width, height } = SIZES[size];
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const [room, setRoom] = useState(width);
  const [content, setContent] = useState(height ?? 0);

  useLayoutEffect(() => {
    const inner = frame.current?.contentDocument;
    const Sheet = inner?.defaultView?.CSSStyleSheet;
    if (!inner || !Sheet || place.current === null) return;
    const style = new Sheet();
    style.replaceSync(
      [AS_TODAY, ...rulesOf(document).map((rule) => rule.cssText)].join("\n"),
    );
    inner.adoptedStyleSheets = [style];
    inner.title = name;
    const root = inner.body.appendChild(inner.createElement("div"));
    root.id = "app";
    render(<Draw />, root);
    const measured = new ResizeObserver(() => {
      setRoom(place.current?.clientWidth ?? width);
      if (height === undefined) setContent(root.scrollHeight);
    });
    measured.observe(place.current);
    measured.observe(root);
    return () => {
      measured.disconnect();
      render(null, root);
    };
  }, []);

  const [lang, dir, wanted] = [language.value, direction.value, colours.value];
  useLayoutEffect(() => {
    const inner = frame.current?.contentDocument;
    if (!inner) return;
    inner.documentElement.lang = lang;
    inner.documentElement.dir = dir;
    colour(inner, wanted);
  }, [lang, dir, wanted]);

  const scale = Math.min(1, room / width);
  return (
    <div class="framed" ref={place} style={{ blockSize: `${content * scale}px` }}>
      <iframe
        ref={frame}
        title={name}
        style={{ inlineSize: `${width}px`, blockSize: `${content}px`, transform: `scale(${scale})` }}
      />
    </div>
  );
};
