import type { ComponentChildren } from "preact";

import "./button.css";

interface Props {
  children: ComponentChildren;
  /** `main`: the one thing to do here. `plain`: something that can be done. `quiet`: a way out, a small change. */
  rank?: "main" | "plain" | "quiet";
  type?: "button" | "submit";
  disabled?: boolean;
  pressed?: boolean;
  onClick?: () => void;
}

export const Button = ({ children, rank = "plain", type = "button", disabled = false, pressed, onClick }: Props) => (
  <button
    class={`button button--${rank}`}
    type={type}
    disabled={disabled}
    aria-pressed={pressed}
    {...(onClick && { onClick })}
  >
    {children}
  </button>
);
