#!/usr/bin/env node
// Imports the program only where Node is new enough to read it.
import refuseOldNode from "./refuse-old-node.cjs";

refuseOldNode();
await import("../dist/main.js");
