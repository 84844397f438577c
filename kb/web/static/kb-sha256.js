// A worker that computes the SHA-256 of a file piece by piece (FIPS 180-4), so that the server can be asked whether it
// holds the file before it is sent. The browser's own digest takes no stream, and is not there without TLS.
//
// In: a file. Out: numbers, of the bytes that are added; at the end the checksum, or null of a file that cannot be read.

const PIECE = 4 * 1024 * 1024; // bytes, whole blocks

// The constants are the first bits of the square and cube roots of the first primes.
const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number += 1) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
const bits = (root) => (root % 1) * 2 ** 32;
const FIRST = PRIMES.slice(0, 8).map((prime) => bits(Math.sqrt(prime)));
const K = Int32Array.from(PRIMES, (prime) => bits(Math.cbrt(prime)));
const w = new Int32Array(64);

self.addEventListener("message", async ({ data: file }) => {
	self.postMessage(await digest(file).catch(() => null));
});

async function digest(file) {
	const state = Int32Array.from(FIRST);
	let at = 0;
	for (; at + PIECE <= file.size; at += PIECE) {
		add(state, await read(file, at, at + PIECE));
		self.postMessage(at + PIECE);
	}
	const rest = await read(file, at, file.size);
	const end = new Uint8Array((rest.length + 72) & ~63); // a bit that is set, zeros, eight bytes of the length in bits
	end.set(rest);
	end[rest.length] = 0x80;
	new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(file.size) * 8n);
	add(state, end);
	return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

async function read(file, from, to) {
	return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

function add(state, bytes) {
	const words = new DataView(bytes.buffer);
	for (let at = 0; at < bytes.length; at += 64) {
		for (let t = 0; t < 16; t += 1) w[t] = words.getInt32(at + 4 * t);
		for (let t = 16; t < 64; t += 1) {
			const x = w[t - 15];
			const y = w[t - 2];
			const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
			const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
			w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
		}
		let a = state[0], b = state[1], c = state[2], d = state[3];
		let e = state[4], f = state[5], g = state[6], h = state[7];
		for (let t = 0; t < 64; t += 1) {
			const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
			const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
			h = g; g = f; f = e; e = (d + one) | 0;
			d = c; c = b; b = a; a = (one + two) | 0;
		}
		state[0] += a; state[1] += b; state[2] += c; state[3] += d;
		state[4] += e; state[5] += f; state[6] += g; state[7] += h;
	}
}

function turned(word, places) {
	return (word >>> places) | (word << (32 - places));
}
