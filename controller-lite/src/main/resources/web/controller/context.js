import { ApiClient } from 'shared/api-client.js';
import { LiveSocket } from 'shared/live-socket.js';
import { Fleet } from './fleet.js';

/** The one API client, socket and store of this page. */
export const api = new ApiClient();
export const socket = new LiveSocket();
export const fleet = new Fleet(api, socket);

/** Renders its host again whenever the fleet changes. */
export class FleetController {
  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    fleet.addEventListener('change', this.#update);
  }

  hostDisconnected() {
    fleet.removeEventListener('change', this.#update);
  }

  #update = () => this.host.requestUpdate();
}
