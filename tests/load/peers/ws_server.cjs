// npm `ws`: everybody gets every broadcast. A number on standard input is the size of the next one.
const { WebSocketServer } = require("ws");
const readline = require("node:readline");

const server = new WebSocketServer({ port: Number(process.argv[2]), host: "127.0.0.1", perMessageDeflate: false, backlog: 16384 });
server.on("listening", () => console.log("ready"));
server.on("connection", (socket) => {
  socket.on("error", () => undefined);
  socket.on("message", () => undefined);
});
readline.createInterface({ input: process.stdin }).on("line", (size) => {
  const message = Buffer.alloc(Number(size), "x");
  for (const socket of server.clients) socket.send(message, { binary: true });
});
