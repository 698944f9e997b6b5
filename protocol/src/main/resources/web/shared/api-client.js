import { Problem } from './problem.js';

/** @import * as Api from './types.js' */

const TIMEOUT_MS = 30_000;

function diskPath(nodeId, device) {
  return `/nodes/${encodeURIComponent(nodeId)}/disks/${encodeURIComponent(device)}`;
}

/**
 * The API of a controller or a node, as this page's own origin serves it. Calls resolve with the answer's `data` and
 * reject with a {@link Problem}. Dispatches `signed-out` when the server does not know the session any more.
 */
export class ApiClient extends EventTarget {
  /**
   * @param {{base?: string, csrfCookie?: string|null}} [options] the cookie whose value every change repeats; null when
   *   the server only wants the header to be there
   */
  constructor({ base = '/api/v1', csrfCookie = 'pureboot_csrf' } = {}) {
    super();
    this.base = base;
    this.csrfCookie = csrfCookie;
  }

  /** @param {string} username @param {string} password */
  signIn(username, password) {
    return this.#send('POST', '/auth/login', { username, password }, { quiet401: true });
  }

  /** @param {string} pin */
  signInWithPin(pin) {
    return this.#send('POST', '/auth/login', { pin }, { quiet401: true });
  }

  signOut() {
    return this.#send('POST', '/auth/logout', undefined, { quiet401: true });
  }

  /** Who is signed in; rejects with status 401 when nobody is. */
  async me() {
    if (!this.#csrfToken()) {
      throw new Problem({ status: 401, title: 'Nobody is signed in' });
    }
    return this.#send('GET', '/auth/me', undefined, { quiet401: true });
  }

  /** @returns {Promise<Api.NodeInfo[]>} */
  nodes() {
    return this.#send('GET', '/nodes?limit=500');
  }

  /** What the clone roles of a node are doing; only a node itself knows. @returns {Promise<Api.NodeWork[]>} */
  ownWork() {
    return this.#send('GET', '/nodes/self/sessions');
  }

  /** @param {string} id @returns {Promise<Api.NodeInfo>} */
  node(id) {
    return this.#send('GET', `/nodes/${encodeURIComponent(id)}`);
  }

  /** @param {string} nodeId @returns {Promise<Api.DiskInfo[]>} */
  disks(nodeId) {
    return this.#send('GET', `/nodes/${encodeURIComponent(nodeId)}/disks`);
  }

  /** @param {string} nodeId */
  scanDisks(nodeId) {
    return this.#send('POST', `/nodes/${encodeURIComponent(nodeId)}/disks/scan`);
  }

  /** The queue of a disk. @param {string} nodeId @returns {Promise<Api.PartitionOperation[]>} */
  operations(nodeId, device) {
    return this.#send('GET', `${diskPath(nodeId, device)}/operations`);
  }

  /** @param {string} nodeId @param {{operation: string, params: object}} wish */
  queueOperation(nodeId, device, wish) {
    return this.#send('POST', `${diskPath(nodeId, device)}/operations`, wish);
  }

  deleteOperation(nodeId, device, id) {
    return this.#send('DELETE', `${diskPath(nodeId, device)}/operations/${encodeURIComponent(id)}`);
  }

  /** What the queue would do. @returns {Promise<Api.PartitionPlan>} */
  partitionPlan(nodeId, device) {
    return this.#send('GET', `${diskPath(nodeId, device)}/plan`);
  }

  applyOperations(nodeId, device, fingerprint) {
    return this.#send('POST', `${diskPath(nodeId, device)}/apply`, { fingerprint });
  }

  /** How the disk's last operations are getting on. @returns {Promise<Api.PartitionJob|null>} */
  partitionJob(nodeId, device) {
    return this.#send('GET', `${diskPath(nodeId, device)}/job`);
  }

  /** @param {'continue'|'undo'|'cancel'|'abandon'|'restore_table'} action */
  orderPartitionJob(nodeId, device, action) {
    return this.#send('POST', `${diskPath(nodeId, device)}/job`, { action });
  }

  /** @returns {Promise<Api.EnrolmentToken>} */
  enrolmentToken(ttlSeconds = 3600, note = '') {
    return this.#send('POST', '/enrolment-tokens', { ttl_seconds: ttlSeconds, note: note || null });
  }

  /**
   * @param {Record<string, string|number>} filters status, clone_mode, node_id, limit, offset
   * @returns {Promise<{items: Api.CloneSession[], total: number}>}
   */
  async sessions(filters = {}) {
    const query = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]));
    const answer = await this.#answer('GET', `/clone-sessions?${query}`);
    return { items: answer.data, total: answer.total };
  }

  /** @param {string} id @returns {Promise<Api.CloneSession>} */
  session(id) {
    return this.#send('GET', `/clone-sessions/${encodeURIComponent(id)}`);
  }

  /** @param {Api.CloneSessionCreate} request @returns {Promise<Api.CloneSession>} */
  createSession(request) {
    return this.#send('POST', '/clone-sessions', request);
  }

  /** @param {string} id */
  startSession(id) {
    return this.#send('POST', `/clone-sessions/${encodeURIComponent(id)}/start`);
  }

  /** Refused for a session that has ended in the meantime. @param {string} id */
  cancelSession(id) {
    return this.#send('DELETE', `/clone-sessions/${encodeURIComponent(id)}?only=cancel`);
  }

  /** Deletes the record of a session that has ended. @param {string} id */
  deleteSession(id) {
    return this.#send('DELETE', `/clone-sessions/${encodeURIComponent(id)}?only=delete`);
  }

  /** Whether machines can boot over the network: {enabled, dhcp, problem}. */
  networkBoot() {
    return this.#send('GET', '/network-boot');
  }

  /** Images of the library, with their partitions. */
  images() {
    return this.#send('GET', '/images');
  }

  /** Where the controller keeps what it knows. @returns {Promise<Api.DataPlace>} */
  dataPlace() {
    return this.#send('GET', '/system/data');
  }

  /** The controller's own disks, each looked at now. @returns {Promise<Api.DataDisk[]>} */
  dataDisks() {
    return this.#send('GET', '/system/data/disks');
  }

  /** @param {string} device @param {string} confirmation what had to be typed @returns {Promise<Api.DataPlace>} */
  takeDataDisk(device, confirmation) {
    return this.#send('POST', '/system/data', { device, confirmation });
  }

  /** Address of a finished session's receipt, for a download link. @param {string} id */
  receiptUrl(id) {
    return `${this.base}/clone-sessions/${encodeURIComponent(id)}/receipt`;
  }

  async #send(method, path, body, options) {
    return (await this.#answer(method, path, body, options)).data;
  }

  async #answer(method, path, body, { quiet401 = false } = {}) {
    const response = await this.#fetch(method, path, body);
    if (!response.ok) {
      if (response.status === 401 && !quiet401) {
        this.dispatchEvent(new Event('signed-out'));
      }
      throw await Problem.ofResponse(response);
    }
    const text = await response.text();
    return text ? JSON.parse(text) : { data: null };
  }

  async #fetch(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (method !== 'GET') {
      headers['X-CSRF-Token'] = this.#csrfToken();
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    try {
      return await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const late = error.name === 'TimeoutError';
      throw new Problem({
        type: 'urn:pureboot:problem:unreachable',
        title: late ? 'No answer in time' : 'The server cannot be reached',
        detail: late
          ? `${location.host} did not answer within ${TIMEOUT_MS / 1000} seconds.`
          : `Nothing answers at ${location.host}. Check that it runs and that this computer can reach it.`,
      });
    }
  }

  /** Empty when there is none: then nobody is signed in here. */
  #csrfToken() {
    if (this.csrfCookie === null) {
      return 'present';
    }
    const cookie = document.cookie.split('; ').find((part) => part.startsWith(`${this.csrfCookie}=`));
    return cookie ? decodeURIComponent(cookie.slice(this.csrfCookie.length + 1)) : '';
  }
}
