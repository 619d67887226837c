import type { ComponentChildren } from "preact";

import { ChangedScene } from "./ChangedScene";
import { FindingsScene } from "./FindingsScene";
import { JoinScene } from "./JoinScene";
import { JoinStrip } from "./JoinStrip";
import { JointScene } from "./JointScene";
import { LobbyScene } from "./LobbyScene";
import { MapScene } from "./MapScene";
import { Notices } from "./Notices";
import { PromptScene } from "./PromptScene";
import { ReplayScene } from "./ReplayScene";
import { ThanksScene } from "./ThanksScene";
import { SlateScene } from "./SlateScene";
import { StatementScene } from "./StatementScene";
import { VenuesScene } from "./VenuesScene";
import type { Showing } from "./showing";
import "./screen.css";
import "./findings.css";
import "./lobby.css";
import "./map-scene.css";
import "./shifts.css";
import "./strip.css";

interface Props {
  showing: Showing;
  /** How fresh the picture is, at the end of the join strip. */
  health?: ComponentChildren;
}

/** The whole of a projector's picture, at whatever size its container has: all its measures follow its width. */
export const Screen = ({ showing, health }: Props) => (
  <div class="screen">
    <div class="screen__picture">
      <div class="screen__scene" data-scene={showing.stage.scene}>
        <SceneOnStage showing={showing} />
      </div>
      <Notices showing={showing} />
      <JoinStrip showing={showing} health={health} />
    </div>
  </div>
);

const SceneOnStage = ({ showing }: { showing: Showing }) => {
  switch (showing.stage.scene) {
    case "join":
      return <JoinScene showing={showing} />;
    case "lobby":
      return <LobbyScene showing={showing} />;
    case "prompt":
      return <PromptScene showing={showing} />;
    case "map":
      return <MapScene showing={showing} />;
    case "joint":
      return <JointScene showing={showing} />;
    case "statement":
      return <StatementScene showing={showing} />;
    case "common-ground":
    case "fault-lines":
    case "discuss":
      return <FindingsScene showing={showing} list={showing.stage.scene} />;
    case "slate":
      return <SlateScene showing={showing} />;
    case "changed":
      return <ChangedScene showing={showing} />;
    case "venues":
      return <VenuesScene showing={showing} />;
    case "replay":
      return <ReplayScene showing={showing} />;
    case "thanks":
      return <ThanksScene showing={showing} />;
    default:
      showing.stage.scene satisfies never;
      return <JoinScene showing={showing} />; // a newer server's scene: joining is always right
  }
};
