import { html } from 'lit';
import { PageElement } from 'shared/page-element.js';

/** Step 1: how the data travels. */
export class CloneModeStep extends PageElement {
  render() {
    return html`
      <div class="stack">
        <h2 tabindex="-1">How should the data travel?</h2>
        <div class="choices" role="radiogroup" aria-label="Mode">
          <div class="choice">
            <input type="radio" id="mode-direct" name="mode" checked />
            <div class="choice-body stack tight">
              <h3><label for="mode-direct">Direct: from node to node</label></h3>
              <p>
                The target fetches the disk from the source over an encrypted connection that only these two nodes can
                use. Both must be online until it ends. Fastest, and needs no storage.
              </p>
            </div>
          </div>
          <div class="choice">
            <input type="radio" id="mode-staged" name="mode" disabled aria-describedby="staged-excuse" />
            <div class="choice-body stack tight">
              <h3><label for="mode-staged">Staged: by way of storage</label></h3>
              <p class="muted">
                The source uploads its disk to storage and is free again; targets fetch it later, one or many, without
                the source.
              </p>
              <p class="excuse" id="staged-excuse">Not available in this version.</p>
            </div>
          </div>
        </div>
      </div>
    `;
  }
}

customElements.define('clone-mode-step', CloneModeStep);
