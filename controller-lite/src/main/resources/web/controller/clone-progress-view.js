import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';
import { bytes, duration, percent, rate } from 'shared/format.js';
import { fleet } from './context.js';
import { PHASES, progressOf } from './session-progress.js';
import 'shared/progress-meter.js';
import './rate-graph.js';

/** @import { CloneSession } from 'shared/types.js' */

const WAITING = {
  pending: 'Waiting for the source node to serve its disk.',
  source_ready: 'The source serves its disk. Waiting for the target to begin.',
};

/**
 * How far a session is: phase, percent, bytes, rate and time left. Says each phase and every tenth to a screen reader.
 * `heard`: whether the target can be heard; what a silent one said last is not what it does now.
 */
export class CloneProgressView extends PageElement {
  static properties = { session: { attribute: false }, heard: { attribute: false } };
  #said = '';

  constructor() {
    super();
    this.heard = true;
  }

  render() {
    /** @type {CloneSession} */
    const session = this.session;
    const progress = progressOf(session);
    return html`
      <section class="card stack" aria-label="Progress">
        ${session.status === 'cloning' ? this.#running(session, progress) : this.#resting(session, progress)}
      </section>
    `;
  }

  #running(session, progress) {
    const name = PHASES.find(([phase]) => phase === progress.phase)[1];
    const heard = this.heard;
    return html`
      <div class="row spread">
        <p class="percent">${progress.percent === null ? '…' : percent(progress.percent)}</p>
        ${phases(session, progress.phase)}
      </div>
      <progress-meter large .value=${progress.percent} label=${name}></progress-meter>
      <dl class="stats">
        <div><dt>${name}</dt><dd>${bytes(progress.done)} of ${bytes(progress.total)}</dd></div>
        <div><dt>Rate</dt><dd>${rate(heard ? session.transfer_rate_bps : null)}</dd></div>
        <div>
          <dt>Left in this phase</dt>
          <dd>${heard && progress.secondsLeft !== null ? duration(progress.secondsLeft) : '—'}</dd>
        </div>
        <div><dt>Running for</dt><dd>${duration(since(session.started_at))}</dd></div>
      </dl>
      <rate-graph .samples=${fleet.samples.get(session.id) ?? []}></rate-graph>
    `;
  }

  #resting(session, progress) {
    if (session.status === 'completed') {
      return completed(session);
    }
    if (WAITING[session.status]) {
      return session.started_at
        ? html`<p>${WAITING[session.status]}</p>
            <progress-meter large .value=${null} label="Preparing"></progress-meter>`
        : html`<p>Not started yet: nothing has been written to the target.</p>`;
    }
    return html`
      <p>${session.status === 'cancelled' ? 'Cancelled' : 'Failed'} after ${bytes(progress.done)}${progress.total
        ? ` of ${bytes(progress.total)}`
        : ''}.</p>
      ${progress.percent === null
        ? nothing
        : html`<progress-meter
            large
            .value=${progress.percent}
            tone=${session.status === 'failed' ? 'danger' : ''}
            label="Progress when it ended"
          ></progress-meter>`}
    `;
  }

  updated() {
    const { phase, percent: value } = progressOf(this.session);
    const tenth = value === null ? '' : `${Math.floor(value / 10) * 10} percent`;
    const say = phase ? `${PHASES.find(([name]) => name === phase)[1]}: ${tenth}` : this.session.status.replace('_', ' ');
    if (this.#said && this.#said !== say) {
      announce(say);
    }
    this.#said = say;
  }
}

function phases(session, current) {
  const at = PHASES.findIndex(([phase]) => phase === current);
  const shown = PHASES.filter(([phase]) => phase !== 'resizing' || session.resize_mode !== 'none' || current === phase);
  return html`
    <ol class="phases" aria-label="Phases">
      ${shown.map(
        ([phase, name], index) =>
          html`<li class=${index < at ? 'done' : ''} aria-current=${phase === current ? 'step' : nothing}>${name}</li>`,
      )}
    </ol>
  `;
}

function completed(session) {
  const seconds = session.started_at ? (Date.parse(session.completed_at) - Date.parse(session.started_at)) / 1000 : null;
  return html`
    <div class="row"><p class="percent">100%</p></div>
    <progress-meter large .value=${100} tone="ok" label="Completed"></progress-meter>
    <p>
      The target was read back and everything copied was compared: nothing
      differs.${session.rescue ? ' Ranges the source could not read are listed in the receipt.' : ''}
    </p>
    <dl class="stats">
      <div><dt>Copied and verified</dt><dd>${bytes(session.bytes_total)}</dd></div>
      <div><dt>Disk</dt><dd>${bytes(session.source_size_bytes)}</dd></div>
      <div><dt>Took</dt><dd>${seconds === null ? '—' : duration(seconds)}</dd></div>
    </dl>
  `;
}

function since(instant) {
  return instant ? (Date.now() - Date.parse(instant)) / 1000 : 0;
}

customElements.define('clone-progress-view', CloneProgressView);
