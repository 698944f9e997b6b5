package io.pureboot.controller.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;

/**
 * Serial numbers from {@code ca.srl}: hexadecimal, as openssl keeps it. The file is moved on before a number is used, so
 * a crash wastes a number and never gives it out twice. The first one is random, so that a new authority does not
 * repeat the numbers of an old one.
 */
final class SerialNumbers {
    private final CaFiles files;
    private BigInteger last;

    SerialNumbers(CaFiles files) throws IOException {
        this.files = files;
        this.last = Files.exists(files.serial())
                ? new BigInteger(
                        Files.readString(files.serial(), StandardCharsets.US_ASCII)
                                .strip(),
                        16)
                : new BigInteger(62, new SecureRandom()).setBit(62);
    }

    synchronized BigInteger next() throws IOException {
        BigInteger number = last.add(BigInteger.ONE);
        String hex = number.toString(16);
        files.writePublic(files.serial(), (hex.length() % 2 == 0 ? hex : "0" + hex) + "\n");
        last = number;
        return number;
    }
}
