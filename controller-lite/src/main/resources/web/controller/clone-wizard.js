import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';
import { fleet, FleetController } from './context.js';
import { navigate } from './router.js';
import { sourceExcuse, targetExcuse } from './clone-rules.js';
import './clone-mode-step.js';
import './clone-source-step.js';
import './clone-target-step.js';
import './clone-review-step.js';

const STEPS = [
  ['mode', 'Mode'],
  ['source', 'Source'],
  ['target', 'Target'],
  ['review', 'Review'],
];

/**
 * Sets up a clone, step by step. What is chosen stands in the address: going back, reloading and links such as "clone
 * this disk" all work. Nothing is created before the last step's button.
 */
export class CloneWizard extends PageElement {
  static properties = { query: { attribute: false }, complaint: { state: true } };

  constructor() {
    super();
    new FleetController(this);
  }

  connectedCallback() {
    super.connectedCallback();
    fleet.refreshActiveSessions();
  }

  willUpdate() {
    fleet.nodes?.forEach((node) => fleet.wantDisks(node.id));
  }

  render() {
    const step = this.#step();
    return html`
      <div class="page-head"><h1 tabindex="-1">New clone</h1></div>
      <section class="card">
        <ol class="steps" aria-label="Steps">
          ${STEPS.map(([name, text], index) => this.#stepMark(name, text, index, step))}
        </ol>
        ${this.#content(step)}
        ${this.complaint ? html`<p class="note warn" role="alert">${this.complaint}</p>` : nothing}
        <div class="wizard-actions">
          ${step === 'mode'
            ? html`<a class="button quiet" href="/clone">Leave</a>`
            : html`<button type="button" class="button" @click=${() => history.back()}>Back</button>`}
          ${step === 'review'
            ? nothing
            : html`<button type="button" class="button primary" @click=${this.#next}>Continue</button>`}
        </div>
      </section>
    `;
  }

  #stepMark(name, text, index, step) {
    const at = STEPS.findIndex(([candidate]) => candidate === step);
    const label = html`${index + 1}<span class="step-name">. ${text}</span>`;
    return html`
      <li class=${index < at ? 'done' : ''} aria-current=${name === step ? 'step' : nothing}>
        ${index < at
          ? html`<button type="button" aria-label=${`Back to step ${index + 1}, ${text}`} @click=${() => this.#go(name)}>
              ${label}
            </button>`
          : label}
      </li>
    `;
  }

  #content(step) {
    const source = this.#choice('source');
    const target = this.#choice('target');
    switch (step) {
      case 'mode':
        return html`<clone-mode-step></clone-mode-step>`;
      case 'source':
        return html`<clone-source-step
          .chosen=${source}
          @chosen=${(event) => this.#choose('source', event.detail)}
        ></clone-source-step>`;
      case 'target':
        return html`<clone-target-step
          .source=${source}
          .chosen=${target}
          @chosen=${(event) => this.#choose('target', event.detail)}
        ></clone-target-step>`;
      default:
        return html`<clone-review-step .source=${source} .target=${target}></clone-review-step>`;
    }
  }

  /** The step the address asks for, or the first one before it that lacks a choice. */
  #step() {
    const wanted = this.query.get('step') ?? (this.query.get('source_node') ? 'source' : 'mode');
    if (['target', 'review'].includes(wanted) && !this.#chosen('source')) {
      return 'source';
    }
    return wanted === 'review' && !this.#chosen('target') ? 'target' : wanted;
  }

  #chosen(side) {
    return this.query.get(`${side}_node`) && this.query.get(`${side}_device`);
  }

  /** Node and disk as chosen; null while not chosen or not (any more) there. */
  #choice(side) {
    const node = fleet.node(this.query.get(`${side}_node`));
    const disks = node ? fleet.disks.get(node.id) : null;
    const disk = disks?.find((candidate) => candidate.device === this.query.get(`${side}_device`));
    return node && disk ? { node, disk } : null;
  }

  #choose(side, { node, disk }) {
    this.complaint = null;
    const query = new URLSearchParams(this.query);
    query.set('step', side);
    query.set(`${side}_node`, node.id);
    query.set(`${side}_device`, disk.device);
    navigate(`/clone/new?${query}`, { replace: true });
  }

  #go(step) {
    this.complaint = null;
    const query = new URLSearchParams(this.query);
    query.set('step', step);
    navigate(`/clone/new?${query}`);
  }

  #next = () => {
    const step = this.#step();
    const complaint = this.#missing(step);
    if (complaint) {
      this.complaint = complaint;
      return;
    }
    this.#go(STEPS[STEPS.findIndex(([name]) => name === step) + 1][0]);
  };

  #missing(step) {
    const source = this.#choice('source');
    const target = this.#choice('target');
    if (step === 'source') {
      return source ? sourceExcuse(source.node, source.disk) : 'Choose the disk to copy first.';
    }
    if (step === 'target') {
      return target ? targetExcuse(source, target.node, target.disk) : 'Choose the disk to write over first.';
    }
    return null;
  }

  updated() {
    const step = this.#step();
    if (this.shown && this.shown !== step) {
      const index = STEPS.findIndex(([name]) => name === step);
      announce(`Step ${index + 1} of ${STEPS.length}: ${STEPS[index][1]}`);
      requestAnimationFrame(() => this.querySelector('h2')?.focus());
    }
    this.shown = step;
  }
}

customElements.define('clone-wizard', CloneWizard);
