import type { Example } from "../example";
import { type NewTicket, Reissue } from "./Reissue";

const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h2v2H1zM5 1h2v2H5zM1 5h2v2H1zM5 5h1v1H5z"/></svg>';
const reissue = async (number: number): Promise<NewTicket | undefined> =>
  number > 99 ? undefined : { number, code: "K7QX-2M9D-HT4W", qr: QR };

export const EXAMPLES: readonly Example[] = [
  { name: "a new one", Draw: () => <Reissue reissue={reissue} /> },
  { name: "a new one, or none any more", Draw: () => <Reissue reissue={reissue} revoke={async () => true} /> },
];
