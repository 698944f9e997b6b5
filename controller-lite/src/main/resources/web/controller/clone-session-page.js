import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { time } from 'shared/format.js';
import { Problem } from 'shared/problem.js';
import { api, fleet, FleetController } from './context.js';
import { isActive, isOver, nodeName } from './fleet.js';
import { navigate } from './router.js';
import { cancelSession, deleteSession, startSession } from './session-actions.js';
import { statusOf, titleOf } from './session-progress.js';
import 'shared/problem-banner.js';
import './clone-pair.js';
import './clone-progress-view.js';
import './clone-timeline.js';
import './partition-notes.js';

/** One clone session, live: what goes where, how far it is, what happened when, and its receipt. */
export class CloneSessionPage extends PageElement {
  static properties = { sessionId: { attribute: false }, problem: { state: true } };

  constructor() {
    super();
    new FleetController(this);
  }

  async willUpdate(changed) {
    if (changed.has('sessionId')) {
      this.problem = null;
      await fleet.refreshSession(this.sessionId);
      const session = fleet.sessions.get(this.sessionId);
      for (const nodeId of [session?.source_node_id, session?.target_node_id].filter(Boolean)) {
        fleet.wantDisks(nodeId);
      }
    }
  }

  render() {
    const session = fleet.sessions.get(this.sessionId);
    const fetching = fleet.problems.get(`session:${this.sessionId}`);
    if (fetching?.status === 404) {
      return this.#gone();
    }
    if (!session) {
      return fetching
        ? html`<problem-banner .problem=${fetching} .retry=${() => fleet.refreshSession(this.sessionId)}></problem-banner>`
        : html`<p class="muted">Loading…</p>`;
    }
    const status = statusOf(session);
    return html`
      <div class="page-head">
        <div>
          <a class="back" href="/clone">← Clone sessions</a>
          <h1 tabindex="-1">${titleOf(session)}</h1>
          <p><span class="chip ${status.tone}">${status.text}</span></p>
        </div>
        <div class="row">${this.#actions(session)}</div>
      </div>
      <div class="stack">
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${session.status === 'failed' ? failure(session) : nothing}
        ${session.status === 'cancelled' && session.started_at ? cancelled(session) : nothing} ${silence(session)}
        <div class="columns">
          <div class="stack">
            <clone-progress-view
              .session=${session}
              .heard=${fleet.node(session.target_node_id)?.online ?? true}
            ></clone-progress-view>
            <clone-pair .session=${session}></clone-pair>
            <partition-notes .notes=${session.partition_notes ?? []}></partition-notes>
          </div>
          <section class="card stack tight" aria-labelledby="timeline-title">
            <h2 id="timeline-title">History</h2>
            <clone-timeline .session=${session}></clone-timeline>
          </section>
        </div>
      </div>
    `;
  }

  #actions(session) {
    const waiting = session.status === 'pending' && !session.started_at;
    return html`
      ${session.has_receipt
        ? html`<a class="button" href=${api.receiptUrl(session.id)} download="pureboot-receipt-${session.id}.json"
            >Download receipt</a
          >`
        : nothing}
      ${waiting ? this.#button('Start', 'primary', startSession) : nothing}
      ${isOver(session)
        ? this.#button('Delete', 'quiet', async (it) => {
            if (await deleteSession(it)) {
              navigate('/clone', { replace: true });
            }
          })
        : this.#button('Cancel', 'danger-quiet', cancelSession)}
    `;
  }

  #button(text, kind, act) {
    return html`<button
      type="button"
      class="button ${kind}"
      ?disabled=${fleet.viewerExcuse !== null}
      title=${fleet.viewerExcuse ?? nothing}
      @click=${() => this.#do(act)}
    >
      ${text}
    </button>`;
  }

  async #do(act) {
    this.problem = null;
    try {
      await act(fleet.sessions.get(this.sessionId));
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }

  #gone() {
    return html`
      <div class="card empty">
        <h1 tabindex="-1">There is no such session</h1>
        <p>It may have been deleted.</p>
        <a class="button" href="/clone">To the clone sessions</a>
      </div>
    `;
  }
}

function failure(session) {
  return html`
    <div class="note danger" role="alert">
      <h3>The clone failed</h3>
      <p>${session.error_message ?? 'No reason was reported.'}</p>
      ${disksAfter(session)}
    </div>
  `;
}

function cancelled(session) {
  return html`
    <div class="note warn">
      <h3>The clone was cancelled</h3>
      ${disksAfter(session)}
    </div>
  `;
}

/** What a clone that came to no good end means for both disks, and a way to begin again. */
function disksAfter(session) {
  return html`
    <p class="small">
      The source was only read.
      ${session.cloning_at
        ? 'The target is incomplete and not usable. A new clone to it fetches only what is missing.'
        : 'It ended before the target reported that anything was written.'}
    </p>
    <a class="button small" href=${again(session)}>Set up again</a>
  `;
}

/** Says that what the page shows is old, and what becomes of the clone. */
function silence(session) {
  if (!isActive(session)) {
    return nothing;
  }
  const silent = [
    ['source', fleet.node(session.source_node_id)],
    ['target', fleet.node(session.target_node_id)],
  ].filter(([, node]) => node && !node.online);
  return silent.map(
    ([role, node]) => html`
      <p class="note warn" role="status">
        The ${role} node ${nodeName(node)} has not been heard from${node.last_seen_at
          ? html` since ${time(node.last_seen_at)}`
          : nothing}.
        If only its way to the controller is cut, the clone goes on and is shown here later. If it is off, start it
        again: the clone goes on where it was.
      </p>
    `,
  );
}

function again(session) {
  const query = new URLSearchParams({
    step: 'review',
    source_node: session.source_node_id,
    source_device: session.source_device,
    target_node: session.target_node_id ?? '',
    target_device: session.target_device,
  });
  return `/clone/new?${query}`;
}

customElements.define('clone-session-page', CloneSessionPage);
