import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';
import { bytes } from 'shared/format.js';
import { Problem } from 'shared/problem.js';
import { api, fleet, FleetController, socket } from './context.js';
import 'shared/problem-banner.js';
import 'shared/progress-meter.js';

/** @import { DataDisk, DataPlace } from 'shared/types.js' */

/**
 * Says on every page when what the controller knows is in memory, and takes an empty disk of its machine for it: the disk
 * is chosen, its serial number typed, and what is being done is shown until the controller is back with its data there.
 */
export class DataNotice extends PageElement {
  static properties = {
    place: { state: true },
    disks: { state: true },
    chosen: { state: true },
    problem: { state: true },
    busy: { state: true },
    shown: { state: true },
  };

  constructor() {
    super();
    new FleetController(this);
    /** @type {DataPlace|null} */
    this.place = null;
    /** @type {DataDisk[]|null} null while they are looked at */
    this.disks = null;
    /** The disk on which the controller said it is at work, until it is back. */
    this.moving = null;
  }

  connectedCallback() {
    super.connectedCallback();
    socket.addEventListener('open', this.#refresh);
    socket.addEventListener('message', this.#heard);
    this.#refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    socket.removeEventListener('open', this.#refresh);
    socket.removeEventListener('message', this.#heard);
  }

  render() {
    return html`${this.place?.in_memory ? this.#notice() : nothing} ${this.shown ? this.#dialog() : nothing}`;
  }

  #notice() {
    const excuse = fleet.viewerExcuse;
    return html`
      <div class="note warn" role="status">
        <p><strong>Not kept on a disk.</strong> ${this.place.warning}</p>
        ${excuse
          ? html`<p class="excuse">${excuse}</p>`
          : html`<button type="button" class="button small" @click=${this.#open}>Keep it on a disk…</button>`}
      </div>
    `;
  }

  #dialog() {
    return html`
      <dialog aria-labelledby="data-title" @close=${() => (this.shown = false)}>
        <form class="dialog-body" @submit=${this.#take}>
          <h2 id="data-title">Keep the controller's data on a disk</h2>
          ${this.#body()}
          ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
          <div class="dialog-actions">
            <button type="button" class="button quiet" @click=${() => this.querySelector('dialog').close()}>Close</button>
            ${this.#choosing()
              ? html`
                  <button type="button" class="button" ?disabled=${this.disks === null} @click=${this.#look}>
                    Look again
                  </button>
                  <button class="button danger" ?disabled=${this.busy || !this.chosen}>Take this disk</button>
                `
              : nothing}
          </div>
        </form>
      </dialog>
    `;
  }

  #choosing() {
    return this.place?.in_memory && ['idle', 'failed'].includes(this.place.state);
  }

  #body() {
    if (!this.place) {
      return nothing;
    }
    const { in_memory: inMemory, state, device } = this.place;
    if (!inMemory) {
      return html`<p class="note ok" role="status">The data are on a disk now, also after a restart.</p>`;
    }
    if (state === 'making' || state === 'moving') {
      const words =
        state === 'making'
          ? `${device} is checked once more and gets a partition.`
          : `The controller starts again with its data on ${device}. That takes some seconds.`;
      return html`<div class="stack tight">
        <progress-meter .value=${null} label=${`Preparing ${device}`} .text=${words}></progress-meter>
        <p role="status">${words}</p>
      </div>`;
    }
    return html`
      <p>
        An empty disk of the controller's machine gets one partition labelled PUREBOOT, and the data move there: the
        controller is away for some seconds, clones go on meanwhile. A disk that is not surely empty is not taken.
      </p>
      ${state === 'failed'
        ? html`<p class="note danger" role="alert"><strong>${device} was not taken.</strong> ${this.place.problem}</p>`
        : nothing}
      ${this.disks === null
        ? html`<p class="muted" role="status">Looking at the disks…</p>`
        : this.disks.length === 0
          ? this.problem
            ? nothing
            : html`<p class="note warn">This machine has no disk.</p>`
          : html`<div class="choices" role="radiogroup" aria-label="Disks of the controller">
              ${this.disks.map((disk) => this.#disk(disk))}
            </div>`}
      ${this.chosen
        ? html`<div class="field">
            <label for="data-confirmation">Type ${this.chosen.confirmation} to go on</label>
            <input
              type="text"
              id="data-confirmation"
              name="confirmation"
              required
              autocomplete="off"
              spellcheck="false"
            />
            <span class="hint">Its ${this.chosen.serial ? 'serial number' : 'name'}: the whole disk is taken.</span>
          </div>`
        : nothing}
    `;
  }

  /** @param {DataDisk} disk */
  #disk(disk) {
    const id = `data-disk-${disk.device}`;
    return html`
      <div class="choice erases">
        <input
          type="radio"
          name="device"
          id=${id}
          .checked=${this.chosen?.device === disk.device}
          ?disabled=${!disk.usable}
          @change=${() => (this.chosen = disk)}
        />
        <div class="choice-body">
          <label for=${id} class="disk-head">
            <span class="device">${disk.device}</span>
            <span class="size">${bytes(disk.size_bytes)}</span>
            <span>${disk.model ?? ''}</span>
            ${disk.serial ? html`<span class="muted">S/N <span class="mono">${disk.serial}</span></span>` : nothing}
          </label>
          ${disk.usable
            ? html`<span class="muted small">Empty.</span>`
            : html`<span class="excuse small">${disk.reason}</span>`}
        </div>
      </div>
    `;
  }

  #open = async () => {
    this.shown = true;
    this.problem = null;
    await this.updateComplete;
    this.querySelector('dialog').showModal();
    this.#look();
  };

  #look = async () => {
    this.disks = null;
    this.chosen = null;
    this.problem = null;
    try {
      this.disks = await api.dataDisks();
    } catch (error) {
      this.disks = [];
      this.problem = Problem.of(error);
    }
  };

  #take = async (event) => {
    event.preventDefault();
    if (!this.chosen) {
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      this.#arrived(await api.takeDataDisk(this.chosen.device, new FormData(event.target).get('confirmation').trim()));
    } catch (error) {
      this.problem = Problem.of(error);
    } finally {
      this.busy = false;
    }
  };

  #heard = (event) => {
    if (event.detail.type === 'system.data') {
      this.#refresh();
    }
  };

  #refresh = async () => {
    try {
      this.#arrived(await api.dataPlace());
    } catch {
      // Not answering: asked again when the connection is back.
    }
  };

  /** @param {DataPlace} place */
  #arrived(place) {
    const before = this.moving;
    const atWork = place.in_memory && ['making', 'moving'].includes(place.state);
    this.moving = atWork ? place.device : null;
    if (before && !atWork) {
      this.chosen = null;
      if (place.in_memory && place.state === 'idle') {
        // It has been started again, and still is in memory: its warning has the reason.
        place = { ...place, state: 'failed', device: before, problem: place.warning };
      }
      announce(place.in_memory ? 'The data are still in memory.' : 'The data are on a disk now.');
      if (place.in_memory && this.shown) {
        this.#look();
      }
    }
    this.place = place;
  }
}

customElements.define('data-notice', DataNotice);
