// The line to the server: what is announced and sent, tried again with growing waits where the connection breaks.

const WAITS = [1, 2, 4, 8, 15, 30]; // seconds
const SILENCE = 60000; // milliseconds without a byte after which a piece is given up

class Ended extends Error {} // nobody is signed in any more, or may not do this
class Stopped extends Error {} // somebody has paused
class Refused extends Error {
	constructor(status, value) {
		super(value?.message || String(status));
		this.status = status;
		this.value = value ?? {};
	}
}

class Line {
	// `address` of a batch, its form's token, and who hears {lost: seconds} or {found: true} of the connection.
	constructor(address, token, hears) {
		this.address = address;
		this.token = token;
		this.hears = hears;
		this.isLost = false;
		this.renewing = null;
	}

	// Gives what the server knows of files [{name, size, sha256?}], in their order.
	async announce(files, signal) {
		const body = JSON.stringify({ files });
		return (await this.ask("POST", `${this.address}/datoteke.json`, body, { type: "application/json", signal })).files;
	}

	// Gives what the server knows of a file.
	look(id, signal) {
		return this.ask("GET", `${this.address}/datoteke/${id}.json`, null, { signal });
	}

	// Sends a piece of a file once and gives what the server knows then. What goes wrong is thrown, but for Stopped and
	// Ended as Refused, with status 0 for a broken connection.
	piece(id, offset, blob, { signal, progress }) {
		const address = `${this.address}/datoteke/${id}.json?od=${offset}`;
		return this.once("PUT", address, blob, { type: "application/octet-stream", signal, progress });
	}

	// Asks until there is an answer: what is wrong with the question itself is thrown.
	async ask(method, address, body, more = {}) {
		for (let tries = 0; ; tries += 1) {
			try {
				return await this.once(method, address, body, more);
			} catch (fault) {
				if (!Line.passes(fault)) throw fault;
				await this.wait(tries, fault, more.signal);
			}
		}
	}

	// Tells whether a fault is one that passes by itself.
	static passes(fault) {
		return fault instanceof Refused && [0, 408, 429, 500, 502, 503, 504].includes(fault.status);
	}

	async once(method, address, body, more) {
		try {
			return this.found(await request(method, address, body, { ...more, token: this.token }));
		} catch (fault) {
			if (!(fault instanceof Refused) || fault.value.error !== "form-expired") throw fault;
			await this.renewed();
			return this.found(await request(method, address, body, { ...more, token: this.token }));
		}
	}

	found(value) {
		if (this.isLost) this.hears({ found: true });
		this.isLost = false;
		return value;
	}

	// Takes the token of a later visit from the page: somebody may have signed in again beside it.
	renewed() {
		this.renewing ??= (async () => {
			try {
				const answer = await fetch(this.address, { credentials: "same-origin", cache: "no-store" });
				const page = new DOMParser().parseFromString(await answer.text(), "text/html");
				const token = page.querySelector("[data-form]")?.dataset.form;
				if (!token || token === this.token) throw new Ended();
				this.token = token;
			} catch (fault) {
				throw fault instanceof Ended ? fault : new Refused(0);
			} finally {
				this.renewing = null;
			}
		})();
		return this.renewing;
	}

	// Waits before the next try: as long as the server says, else longer each time; less where the network comes back.
	async wait(tries, fault, signal) {
		const seconds = fault.retryAfter || WAITS[Math.min(tries, WAITS.length - 1)];
		this.isLost = true;
		this.hears({ lost: seconds });
		await new Promise((given, failed) => {
			const timer = setTimeout(done, seconds * 1000 * (0.8 + 0.4 * Math.random()));
			function done() {
				clearTimeout(timer);
				window.removeEventListener("online", done);
				signal?.removeEventListener("abort", stop);
				given();
			}
			function stop() {
				done();
				failed(new Stopped());
			}
			window.addEventListener("online", done);
			if (signal?.aborted) stop();
			else signal?.addEventListener("abort", stop);
		});
	}
}

// Gives the JSON of an answer. An XMLHttpRequest, because fetch does not tell how much of a body has gone.
function request(method, address, body, { type, token, signal, progress }) {
	return new Promise((given, failed) => {
		const asked = new XMLHttpRequest();
		let silence = 0;
		const stop = () => asked.abort();
		const end = (settle, value) => {
			clearTimeout(silence);
			signal?.removeEventListener("abort", stop);
			settle(value);
		};
		const heard = () => {
			clearTimeout(silence);
			silence = setTimeout(() => {
				end(failed, new Refused(0));
				asked.abort();
			}, SILENCE);
		};
		asked.asked = address;
		asked.open(method, address);
		asked.setRequestHeader("Accept", "application/json");
		if (method !== "GET") asked.setRequestHeader("X-Kb-Form", token);
		if (type) asked.setRequestHeader("Content-Type", type);
		if (body instanceof Blob) asked.upload.addEventListener("progress", (event) => { heard(); progress?.(event.loaded); });
		asked.addEventListener("load", () => settled(asked, (value) => end(given, value), (fault) => end(failed, fault)));
		asked.addEventListener("error", () => end(failed, new Refused(0)));
		asked.addEventListener("abort", () => end(failed, signal?.aborted ? new Stopped() : new Refused(0)));
		if (signal?.aborted) return end(failed, new Stopped());
		signal?.addEventListener("abort", stop);
		heard();
		return asked.send(body);
	});
}

function settled(asked, given, failed) {
	let value = null;
	try {
		value = JSON.parse(asked.responseText);
	} catch {
		// A page instead of JSON: of a proxy, of the sign-in that the question was led to, or of an error.
	}
	if (asked.status >= 200 && asked.status < 300) return value ? given(value) : failed(new Ended());
	const isLedAway = asked.responseURL && new URL(asked.responseURL).pathname !== new URL(asked.asked, location.href).pathname;
	if (asked.status === 401 || asked.status === 403 || isLedAway) return failed(new Ended());
	const fault = new Refused(asked.status, value);
	const seconds = Number(asked.getResponseHeader("Retry-After"));
	if (seconds > 0) fault.retryAfter = Math.min(seconds, 120);
	return failed(fault);
}

window.kbUpload = Object.assign(window.kbUpload ?? {}, { Line, Ended, Stopped, Refused });
