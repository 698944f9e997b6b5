import { Problem } from 'shared/problem.js';

/** @import { CloneSession, DiskInfo, EventMessage, NodeInfo, PartitionJob } from 'shared/types.js' */

const SAMPLES_KEPT = 300;
const GATHER_MS = 200;

/**
 * What this page knows of nodes, disks and sessions. Events of the socket keep it current; after every connection
 * everything shown is fetched again, because events may have been missed. Dispatches `change`.
 */
export class Fleet extends EventTarget {
  #pending = new Map();
  #clock = 0;

  /**
   * @param {import('shared/api-client.js').ApiClient} api
   * @param {import('shared/live-socket.js').LiveSocket} socket
   */
  constructor(api, socket) {
    super();
    this.api = api;
    this.socket = socket;
    this.clear();
    socket.addEventListener('open', () => this.resync());
    socket.addEventListener('state', () => this.#changed());
    socket.addEventListener('message', (event) => this.#handle(event.detail));
  }

  clear() {
    /** Who is signed in: {username, role}. */
    this.user = null;
    /** @type {NodeInfo[]|null} null until fetched */
    this.nodes = null;
    /** @type {Map<string, DiskInfo[]>} by node */
    this.disks = new Map();
    /** @type {Map<string, PartitionJob>} the last heard of each disk since this page was opened, by jobKey */
    this.jobs = new Map();
    /** @type {Map<string, CloneSession>} those seen so far */
    this.sessions = new Map();
    /** Rises when the list of sessions may have changed. */
    this.sessionListVersion = 0;
    /** @type {Map<string, {at: number, rate: number}[]>} by session */
    this.samples = new Map();
    /** @type {Map<string, Problem>} by what could not be fetched */
    this.problems = new Map();
  }

  /** @param {{username: string, role: string}} user */
  start(user) {
    this.user = user;
    this.socket.connect();
    this.#clock = setInterval(() => this.#changed(), 15_000);
    this.refreshNodes();
  }

  stop() {
    clearInterval(this.#clock);
    this.socket.close();
    this.clear();
    this.#changed();
  }

  /** Why the person who is signed in may not change anything, or null. */
  get viewerExcuse() {
    return this.user?.role === 'viewer' ? 'You are signed in as a viewer: this needs an admin.' : null;
  }

  resync() {
    this.refreshNodes();
    for (const nodeId of this.disks.keys()) {
      this.refreshDisks(nodeId);
    }
    for (const session of this.sessions.values()) {
      if (!isOver(session)) {
        this.refreshSession(session.id);
      }
    }
    this.sessionListVersion += 1;
    this.#changed();
  }

  /** @param {string} id */
  node(id) {
    return this.nodes?.find((node) => node.id === id);
  }

  /** Sessions that hold a disk of this node, or would once started. @param {string} nodeId @param {string} device */
  activeSessionOn(nodeId, device) {
    return [...this.sessions.values()].find(
      (session) =>
        isActive(session) &&
        ((session.source_node_id === nodeId && session.source_device === device) ||
          (session.target_node_id === nodeId && session.target_device === device)),
    );
  }

  refreshNodes() {
    return this.#fetch('nodes', async () => {
      this.nodes = (await this.api.nodes()).toSorted((a, b) => nodeName(a).localeCompare(nodeName(b)));
    });
  }

  /** @param {string} nodeId */
  refreshDisks(nodeId) {
    return this.#fetch(`disks:${nodeId}`, async () => {
      this.disks.set(nodeId, await this.api.disks(nodeId));
    });
  }

  /** Fetches a node's disks unless they are known, or could not be had before. @param {string} nodeId */
  wantDisks(nodeId) {
    const known = this.disks.has(nodeId) || this.problems.has(`disks:${nodeId}`);
    return known ? Promise.resolve() : this.refreshDisks(nodeId);
  }

  /** @param {string} id */
  refreshSession(id) {
    return this.#fetch(`session:${id}`, async () => {
      this.remember(await this.api.session(id));
    });
  }

  /** The sessions that run now: they hold disks. */
  refreshActiveSessions() {
    return this.#fetch('sessions', async () => {
      for (const status of ['pending', 'source_ready', 'cloning']) {
        const page = await this.api.sessions({ status, limit: 100 });
        page.items.forEach((session) => this.sessions.set(session.id, session));
      }
    });
  }

  /** @param {CloneSession} session */
  remember(session) {
    this.sessions.set(session.id, session);
    this.#changed();
  }

  /** @param {string} id */
  forgetSession(id) {
    this.sessions.delete(id);
    this.sessionListVersion += 1;
    this.#changed();
  }

  /** One fetch of a kind at a time; asked again meanwhile, it runs once more afterwards. */
  #fetch(key, work) {
    const running = this.#pending.get(key);
    if (running) {
      running.again = true;
      return running.promise;
    }
    const entry = { again: false, promise: null };
    entry.promise = this.#run(key, work, entry);
    this.#pending.set(key, entry);
    return entry.promise;
  }

  async #run(key, work, entry) {
    do {
      entry.again = false;
      try {
        await work();
        this.problems.delete(key);
      } catch (error) {
        this.problems.set(key, Problem.of(error));
      }
    } while (entry.again);
    this.#pending.delete(key);
    this.#changed();
  }

  /** @param {EventMessage} message */
  #handle({ type, data }) {
    if (type === 'clone.progress') {
      this.#progress(data);
    } else if (type.startsWith('clone.')) {
      this.sessionListVersion += 1;
      this.#gather(() => this.refreshSession(data.session_id), `session:${data.session_id}`);
    } else if (type === 'partition.scan_complete') {
      this.#gather(() => this.refreshDisks(data.node_id), `disks:${data.node_id}`);
    } else if (type === 'partition.progress') {
      this.jobs.set(jobKey(data.node_id, data.device), data.job);
      this.#changed();
    } else if (type.startsWith('node.')) {
      this.#gather(() => this.refreshNodes(), 'nodes');
    }
  }

  #progress(data) {
    const samples = this.samples.get(data.session_id) ?? [];
    samples.push({ at: Date.now(), rate: data.transfer_rate_bps ?? 0 });
    this.samples.set(data.session_id, samples.slice(-SAMPLES_KEPT));
    const known = this.sessions.get(data.session_id);
    // In this event `status` is the phase, as in a node's own update.
    const phase = data.status ?? known?.phase;
    if (!known || known.status !== 'cloning' || phase !== known.phase) {
      this.#gather(() => this.refreshSession(data.session_id), `session:${data.session_id}`);
    }
    if (known && !isOver(known)) {
      const { bytes_transferred, bytes_total, verified_bytes, progress_percent, transfer_rate_bps } = data;
      const numbers = { bytes_transferred, bytes_total, verified_bytes, progress_percent, transfer_rate_bps };
      this.remember({ ...known, ...numbers, status: 'cloning', phase });
    }
  }

  /** Several events at once, of one scan for instance, need one fetch. */
  #gather(work, key) {
    const timer = `timer:${key}`;
    if (!this.#pending.has(timer)) {
      this.#pending.set(timer, true);
      setTimeout(() => {
        this.#pending.delete(timer);
        work();
      }, GATHER_MS);
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {NodeInfo} node */
export function nodeName(node) {
  return node.hostname ?? node.mac_address ?? node.id;
}

/** @param {string} nodeId @param {string} device */
export function jobKey(nodeId, device) {
  return `${nodeId} ${device}`;
}

/** Started and not over. @param {CloneSession} session */
export function isActive(session) {
  return !isOver(session) && session.started_at !== null;
}

/** @param {CloneSession} session */
export function isOver(session) {
  return ['completed', 'failed', 'cancelled'].includes(session.status);
}
