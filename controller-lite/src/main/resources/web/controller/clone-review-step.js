import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { Problem } from 'shared/problem.js';
import { bytes } from 'shared/format.js';
import { fileSystem } from 'shared/file-systems.js';
import { api, fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import { navigate } from './router.js';
import { targetExcuse } from './clone-rules.js';
import 'shared/disk-visualizer.js';
import 'shared/problem-banner.js';

/** Step 4: both disks side by side, what will be lost, and a typed confirmation. Creates the session and starts it. */
export class CloneReviewStep extends PageElement {
  static properties = {
    source: { attribute: false },
    target: { attribute: false },
    typed: { state: true },
    problem: { state: true },
    busy: { state: true },
    created: { state: true },
  };

  constructor() {
    super();
    new FleetController(this);
    this.typed = '';
    this.created = null;
  }

  render() {
    if (!this.source || !this.target) {
      return html`<h2 tabindex="-1">Review</h2>
        <p class="muted">Waiting for the chosen disks. Go back and choose again if this stays.</p>`;
    }
    return html`
      <form class="stack" @submit=${this.#start}>
        <h2 tabindex="-1">Review and start</h2>
        <div class="pair">
          ${side('Source, only read', this.source, false)}
          <span class="pair-arrow" aria-hidden="true">→</span>
          ${side('Target, will be erased', this.target, true)}
        </div>
        ${this.#lost()} ${this.#options()} ${this.#confirmation()}
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${this.created
          ? html`<p class="note warn">
              The session was created but has not started: <a href="/clone/${this.created.id}">open it</a> to cancel it,
              or mend the reason and try again here.
            </p>`
          : nothing}
        <div class="row">
          <button class="button danger" ?disabled=${this.#excuse() !== null || this.busy} aria-describedby="start-excuse">
            ${this.busy ? 'Starting…' : `Erase ${this.target.disk.device} on ${nodeName(this.target.node)} and start`}
          </button>
          <span class="excuse" id="start-excuse" ?hidden=${this.#excuse() === null}>${this.#excuse()}</span>
        </div>
      </form>
    `;
  }

  #lost() {
    const partitions = this.target.disk.partitions.filter((partition) => partition.type !== 'extended');
    return html`
      <section class="note danger" aria-labelledby="lost-title">
        <h3 id="lost-title">What will be lost on ${this.target.disk.device} of ${nodeName(this.target.node)}</h3>
        ${partitions.length === 0
          ? html`<p>No partitions were found on it. Whatever it holds all the same is lost.</p>`
          : html`<ul class="lost">
              ${partitions.map(
                (partition) =>
                  html`<li>
                    <b>${partition.number === 0 ? 'Whole disk' : `Partition ${partition.number}`}</b>
                    <span>${fileSystem(partition.filesystem).name}</span>
                    ${partition.label ? html`<span>“${partition.label}”</span>` : nothing}
                    <span>${bytes(partition.size_bytes)}</span>
                    ${partition.used_bytes === null ? nothing : html`<span>${bytes(partition.used_bytes)} used</span>`}
                  </li>`,
              )}
            </ul>`}
      </section>
    `;
  }

  #options() {
    return html`
      <div class="field">
        <label for="session-name">Name of the session <span class="muted">(optional)</span></label>
        <input id="session-name" name="name" type="text" maxlength="255" autocomplete="off" />
      </div>
      <div class="check">
        <input id="rescue" name="rescue" type="checkbox" />
        <div>
          <label for="rescue">Go on when the source has unreadable sectors</label>
          <p class="muted small">
            Without this the clone fails at the end if any sector stays unreadable. With it the receipt lists the exact
            ranges that could not be read.
          </p>
        </div>
      </div>
    `;
  }

  #confirmation() {
    const { word, kind } = this.#expected();
    return html`
      <div class="field">
        <label for="confirm-target">Type the target's ${kind} <code>${word}</code> to confirm</label>
        <input
          id="confirm-target"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          .value=${this.typed}
          @input=${(event) => (this.typed = event.target.value)}
        />
      </div>
    `;
  }

  #expected() {
    const { disk } = this.target;
    return disk.serial ? { word: disk.serial, kind: 'serial number' } : { word: disk.device, kind: 'device' };
  }

  #excuse() {
    const unfit = targetExcuse(this.source, this.target.node, this.target.disk);
    if (fleet.viewerExcuse ?? (unfit && !this.busy)) {
      return fleet.viewerExcuse ?? unfit;
    }
    const { word, kind } = this.#expected();
    return this.typed.trim() === word ? null : `Type the ${kind} above first.`;
  }

  #start = async (event) => {
    event.preventDefault();
    if (this.#excuse() !== null || this.busy) {
      return;
    }
    this.busy = true;
    this.problem = null;
    const values = new FormData(event.target);
    try {
      this.created ??= await api.createSession({
        name: values.get('name').trim() || null,
        source_node_id: this.source.node.id,
        target_node_id: this.target.node.id,
        source_device: this.source.disk.device,
        target_device: this.target.disk.device,
        clone_mode: 'direct',
        rescue: values.has('rescue'),
      });
      await api.startSession(this.created.id);
      navigate(`/clone/${this.created.id}`, { replace: true });
    } catch (error) {
      this.problem = Problem.of(error);
    } finally {
      this.busy = false;
    }
  };
}

function side(label, { node, disk }, erased) {
  return html`
    <div class="side ${erased ? 'erased-side' : ''}">
      <p class="side-label">${label}</p>
      <p><b>${nodeName(node)}</b> <span class="mono">${disk.device}</span></p>
      <dl class="small">
        <div class="row"><dt class="muted">Model</dt><dd>${disk.model ?? 'unknown'}</dd></div>
        <div class="row"><dt class="muted">Serial</dt><dd class="mono">${disk.serial ?? 'none'}</dd></div>
        <div class="row"><dt class="muted">Size</dt><dd>${bytes(disk.size_bytes)}</dd></div>
      </dl>
      <disk-visualizer .disk=${disk} .erased=${erased}></disk-visualizer>
    </div>
  `;
}

customElements.define('clone-review-step', CloneReviewStep);
