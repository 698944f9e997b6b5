/** An error as the servers describe it (RFC 9457), or one made here when no answer came. */
export class Problem extends Error {
  /**
   * @param {{title?: string, detail?: string, status?: number, type?: string,
   *   errors?: {field: string, detail: string}[]}} body
   */
  constructor(body) {
    super(body.detail || body.title || 'Something went wrong.');
    this.name = 'Problem';
    this.title = body.title || 'Something went wrong';
    this.detail = body.detail || '';
    this.status = body.status || 0;
    this.type = body.type || 'about:blank';
    this.errors = body.errors || [];
  }

  /** @param {unknown} error @returns {Problem} */
  static of(error) {
    if (error instanceof Problem) {
      return error;
    }
    return new Problem({ title: 'This page made a mistake', detail: String(error?.message ?? error) });
  }

  /** @param {Response} response @returns {Promise<Problem>} */
  static async ofResponse(response) {
    const type = response.headers.get('Content-Type') || '';
    if (type.includes('json')) {
      const body = await response.json().catch(() => ({}));
      return new Problem({ ...body, status: response.status });
    }
    return new Problem({
      title: `The server answered ${response.status}`,
      detail: response.statusText,
      status: response.status,
    });
  }
}
