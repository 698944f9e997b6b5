@NullMarked
package io.pureboot.controller.http;

import org.jspecify.annotations.NullMarked;
