// A worker that computes the SHA-256 of files piece by piece (FIPS 180-4), so that the server can be asked whether it
// holds them before they are sent. The browser's own digest takes no stream, and is not there without TLS.
//
// In: {id, file}, or {id, drop: true} to stop. Out: {id, done} now and then, {id, sha256} or {id, fault} at the end.
"use strict";

const PIECE = 4 * 1024 * 1024;
const TOLD_EVERY = 16; // pieces

// The constants are the first bits of the cube and square roots of the first primes.
const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number += 1) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
const bits = (root) => (root % 1) * 2 ** 32;
const K = Int32Array.from(PRIMES, (prime) => bits(Math.cbrt(prime)));

class Sha256 {
	constructor() {
		this.state = Int32Array.from(PRIMES.slice(0, 8), (prime) => bits(Math.sqrt(prime)));
		this.words = new Int32Array(64);
		this.rest = new Uint8Array(64);
		this.held = 0; // bytes in rest
		this.length = 0;
	}

	update(bytes) {
		this.length += bytes.length;
		let at = 0;
		if (this.held > 0) {
			at = Math.min(64 - this.held, bytes.length);
			this.rest.set(bytes.subarray(0, at), this.held);
			this.held += at;
			if (this.held < 64) return;
			this.blocks(this.rest, 0, 64);
			this.held = 0;
		}
		const whole = at + ((bytes.length - at) & ~63);
		this.blocks(bytes, at, whole);
		this.rest.set(bytes.subarray(whole));
		this.held = bytes.length - whole;
	}

	hex() {
		const tail = new Uint8Array(this.held < 56 ? 64 : 128);
		tail.set(this.rest.subarray(0, this.held));
		tail[this.held] = 0x80;
		const view = new DataView(tail.buffer);
		view.setUint32(tail.length - 8, Math.floor(this.length / 0x20000000));
		view.setUint32(tail.length - 4, (this.length % 0x20000000) * 8);
		this.blocks(tail, 0, tail.length);
		return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
	}

	blocks(bytes, from, to) {
		const w = this.words;
		const state = this.state;
		for (let at = from; at < to; at += 64) {
			for (let t = 0, i = at; t < 16; t += 1, i += 4) {
				w[t] = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
			}
			for (let t = 16; t < 64; t += 1) {
				const x = w[t - 15];
				const y = w[t - 2];
				const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
				const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
				w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
			}
			let a = state[0], b = state[1], c = state[2], d = state[3];
			let e = state[4], f = state[5], g = state[6], h = state[7];
			for (let t = 0; t < 64; t += 1) {
				const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
				const one = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
				const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
				const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
				h = g; g = f; f = e; e = (d + one) | 0;
				d = c; c = b; b = a; a = (one + two) | 0;
			}
			state[0] += a; state[1] += b; state[2] += c; state[3] += d;
			state[4] += e; state[5] += f; state[6] += g; state[7] += h;
		}
	}
}

const waiting = [];
const dropped = new Set();
let busy = false;

self.addEventListener("message", ({ data }) => {
	if (data.drop) {
		dropped.add(data.id);
	} else {
		dropped.delete(data.id);
		waiting.push(data);
		if (!busy) work();
	}
});

async function work() {
	busy = true;
	while (waiting.length > 0) {
		const { id, file } = waiting.shift();
		try {
			const sha256 = await digest(id, file);
			if (sha256) self.postMessage({ id, sha256 });
		} catch (fault) {
			self.postMessage({ id, fault: String(fault.name || fault) });
		}
	}
	busy = false;
}

async function digest(id, file) {
	const sum = new Sha256();
	let next = file.slice(0, PIECE).arrayBuffer();
	for (let at = 0, count = 1; at < file.size; at += PIECE, count += 1) {
		const bytes = new Uint8Array(await next);
		if (dropped.delete(id)) return "";
		if (at + PIECE < file.size) next = file.slice(at + PIECE, at + 2 * PIECE).arrayBuffer(); // read while this one is added
		sum.update(bytes);
		if (count % TOLD_EVERY === 0) self.postMessage({ id, done: at + bytes.length });
	}
	if (sum.length !== file.size) throw new Error("changed");
	return sum.hex();
}
