import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { Problem } from './problem.js';
import './problem-banner.js';

/**
 * Asks who is there: name and password, or with `pin` the number on the machine's console. `signIn` gets the values and
 * rejects with a {@link Problem} that is then shown.
 */
export class SignInForm extends PageElement {
  static properties = {
    pin: { type: Boolean },
    heading: {},
    hint: {},
    signIn: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };

  firstUpdated() {
    this.querySelector('input')?.focus();
  }

  render() {
    return html`
      <div class="sign-in">
        <div class="brand"><img src="/ui/shared/pureboot.svg" alt="" />PureBoot</div>
        <form class="card stack" @submit=${this.#submit}>
          <h1 class="visually-hidden">${this.heading ?? 'Sign in'}</h1>
          ${this.pin ? this.#pinField() : this.#passwordFields()}
          ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
          <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Signing in…' : 'Sign in'}</button>
          ${this.hint ? html`<p class="muted small">${this.hint}</p>` : nothing}
        </form>
      </div>
    `;
  }

  #passwordFields() {
    return html`
      <div class="field">
        <label for="username">User name</label>
        <input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" required />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
    `;
  }

  #pinField() {
    return html`
      <div class="field">
        <label for="pin">PIN</label>
        <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required />
      </div>
    `;
  }

  #submit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    this.busy = true;
    this.problem = null;
    try {
      await this.signIn(values);
    } catch (error) {
      this.problem = wrongCredentials(Problem.of(error), this.pin);
      this.querySelector('input[type=password]')?.select();
    } finally {
      this.busy = false;
    }
  };
}

function wrongCredentials(problem, pin) {
  if (problem.status !== 401) {
    return problem;
  }
  return new Problem({
    status: 401,
    title: pin ? 'That PIN is not right' : 'Wrong user name or password',
    detail: pin ? 'Check it and try again.' : 'Check both and try again.',
  });
}

customElements.define('sign-in-form', SignInForm);
