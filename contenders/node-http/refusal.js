/** What is the client's doing: thrown while a request is handled, answered with its status and its message. */
export class Refusal extends Error {
  /**
   * @param {number} status from 400 to 499
   * @param {string} message shown to the client
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
