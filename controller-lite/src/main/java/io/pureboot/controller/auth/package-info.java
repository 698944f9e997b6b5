/** People: users, sign-in, API tokens, the limit on guesses and the audit log. */
@NullMarked
package io.pureboot.controller.auth;

import org.jspecify.annotations.NullMarked;
