@NullMarked
package io.pureboot.controller.auth;

import org.jspecify.annotations.NullMarked;
