package io.pureboot.linux.process;

import java.io.IOException;

/** A program that is to be run is not installed. */
public class ProgramMissingException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String program;

    /** @param searched the folders it was looked for in, separated by colons */
    public ProgramMissingException(String program, String searched) {
        super(program + " is not installed (looked in " + searched + ")");
        this.program = program;
    }

    /** Its plain name. */
    public String program() {
        return program;
    }
}
