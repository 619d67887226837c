// Socket.IO: everybody gets every broadcast. A number on standard input is the size of the next one.
const { createServer } = require("node:http");
const { Server } = require("socket.io");
const readline = require("node:readline");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, pingInterval: 600000, serveClient: false });
io.on("connection", () => undefined);
http.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 16384 }, () => console.log("ready"));
readline.createInterface({ input: process.stdin }).on("line", (size) => io.emit("m", "x".repeat(Number(size))));
