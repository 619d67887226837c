/** Deciding on statements, and taking the latest decision back. */

import type { StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";

/** Why a statement is not shown. Each has words, which its author reads, and a key on the keyboard. */
export const REASONS = ["twice", "not-a-statement", "off-topic", "personal-attack"] as const;

export type Reason = (typeof REASONS)[number];

export interface Decisions {
  show(statement: StatementView): void;
  /** reason: in words, in the event's language; empty for none. */
  reject(statement: StatementView, reason: string): void;
  /** Takes back the statement's latest decision, whoever made it. */
  takeBack(statement: StatementView): void;
  /** Takes back the latest decision made at this desk that still stands; false if there is none. */
  undoLatest(): boolean;
}

export const decideAt = (desk: Desk): Decisions => {
  /** Newest last. The number of the decision, so that nobody's later one is taken back by mistake. */
  const made: { statement: string; decision: number }[] = [];
  const remember = ({ id, decisions }: StatementView) => made.push({ statement: id, decision: decisions + 1 });
  return {
    show: (statement) => {
      desk.ask({ kind: "show", statement: statement.id }, ({ done }) => done && remember(statement));
    },
    reject: (statement, reason) => {
      const because = reason === "" ? {} : { reason };
      desk.ask({ kind: "reject", statement: statement.id, ...because }, ({ done }) => done && remember(statement));
    },
    takeBack: (statement) => {
      desk.ask({ kind: "undo", statement: statement.id, decision: statement.decisions });
    },
    undoLatest: () => {
      const latest = made.pop();
      if (latest === undefined) return false;
      desk.ask({ kind: "undo", ...latest });
      return true;
    },
  };
};
