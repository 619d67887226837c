/** Deciding on statements, on one or on several at once, and taking the latest decision back. */

import type { Reject, RejectionReason, StatementView } from "../../wire/messages";
import type { Desk, Outcome } from "../desk-state";

/** Why a statement is not shown. Each has words, which its author reads in their language, and a key on the keyboard. */
export const REASONS: readonly RejectionReason[] = ["twice", "not-a-statement", "off-topic", "personal-attack"];

/** Why a statement is rejected: for one of the reasons, in the moderator's own words, both or neither. */
export type Why = Pick<Partial<Reject>, "because" | "reason">;

export interface Decisions {
  show(...statements: readonly StatementView[]): void;
  reject(why: Why, ...statements: readonly StatementView[]): void;
  /** Makes it another wording of one that is shown. */
  merge(statement: StatementView, into: StatementView): void;
  /** Takes back the statement's latest decision, whoever made it. */
  takeBack(statement: StatementView): void;
  /** Takes back the latest decision made at this desk that still stands, all of it; false if there is none. */
  undoLatest(): boolean;
}

export const decideAt = (desk: Desk): Decisions => {
  /** Newest last, what was decided at once together. Numbers, so that nobody's later one is taken back by mistake. */
  const made: { statement: string; decision: number }[][] = [];
  const together = (): ((statement: StatementView) => (outcome: Outcome) => void) => {
    const batch: { statement: string; decision: number }[] = [];
    return ({ id, decisions }) =>
      ({ done }) => {
        if (!done) return;
        if (batch.length === 0) made.push(batch);
        batch.push({ statement: id, decision: decisions + 1 });
      };
  };
  return {
    show(...statements) {
      const remember = together();
      for (const one of statements) desk.ask({ kind: "show", statement: one.id }, remember(one));
    },
    reject(why, ...statements) {
      const remember = together();
      for (const one of statements) desk.ask({ kind: "reject", statement: one.id, ...why }, remember(one));
    },
    merge(statement, into) {
      desk.ask({ kind: "merge", statement: statement.id, into: into.id }, together()(statement));
    },
    takeBack(statement) {
      desk.ask({ kind: "undo", statement: statement.id, decision: statement.decisions });
    },
    undoLatest() {
      const latest = made.pop();
      for (const one of latest ?? []) desk.ask({ kind: "undo", ...one });
      return latest !== undefined;
    },
  };
};
