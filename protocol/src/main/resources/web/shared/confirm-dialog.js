import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';

/**
 * A question before something that cannot be taken back. One element serves the whole page:
 *
 *   if (await confirmDialog({ title: 'Cancel this clone?', message: '…', confirm: 'Cancel the clone', danger: true })) …
 */
export class ConfirmDialog extends PageElement {
  static properties = { question: { state: true } };
  #answer = () => {};

  /**
   * @param {{title: string, message: unknown, confirm: string, keep?: string, danger?: boolean}} question
   * @returns {Promise<boolean>} true when confirmed
   */
  async ask(question) {
    this.question = question;
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    dialog.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  render() {
    const question = this.question;
    if (!question) {
      return nothing;
    }
    return html`
      <dialog aria-labelledby="confirm-title" @close=${this.#closed}>
        <form method="dialog" class="dialog-body">
          <h2 id="confirm-title">${question.title}</h2>
          <p>${question.message}</p>
          <div class="dialog-actions">
            <button class="button" value="keep" autofocus>${question.keep ?? 'Keep as it is'}</button>
            <button class="button ${question.danger ? 'danger' : 'primary'}" value="confirm">${question.confirm}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  #closed = (event) => {
    const confirmed = event.target.returnValue === 'confirm';
    event.target.returnValue = '';
    this.#answer(confirmed);
  };
}

customElements.define('confirm-dialog', ConfirmDialog);

/** @param {Parameters<ConfirmDialog['ask']>[0]} question */
export function confirmDialog(question) {
  let dialog = document.querySelector('confirm-dialog');
  if (!dialog) {
    dialog = document.createElement('confirm-dialog');
    document.body.append(dialog);
  }
  return dialog.ask(question);
}
