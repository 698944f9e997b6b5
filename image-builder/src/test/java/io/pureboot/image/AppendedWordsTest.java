package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.demo.RefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendedWordsTest {
    @Test
    @DisplayName("AR4 words of ours arrive as they are")
    void plain() {
        AppendedWords.check("");
        AppendedWords.check("pureboot.server=https://[fd00::1]:8443 pureboot.ca=" + "0f".repeat(32)
                + " pureboot.ip=10.0.0.5/24,10.0.0.1@eth0");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"\"", "'", "$", "\\", ";", "{", "}", "|", "&", "<", ">", "#", "`"})
    @DisplayName("AR4 what GRUB or iPXE would take for its own is refused by name, and the words are not repeated")
    void changed(String character) {
        String message = refusal("pureboot.password=s3cret" + character);
        assertTrue(message.startsWith("--append has " + character + " as its character 25: "), message);
        assertFalse(message.contains("s3cret"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    @DisplayName("AR4 control characters and letters outside ASCII are refused by number")
    void foreign() {
        assertTrue(refusal("a\tb").contains("U+0009"));
        assertTrue(refusal("pureboot.name=k\u00fcche").contains("U+00FC"));
        assertTrue(refusal("pureboot.name=\ud83d\ude80").contains("U+1F680"));
    }

    @Test
    @DisplayName("AR4 a word of ours that no image knows, and a mode that is none, are refused in one line")
    void misspelt() {
        assertEquals("--append: pureboot.moed is not known", refusal("quiet pureboot.moed=standalone"));
        assertTrue(refusal("pureboot.mode=controler").startsWith("--append: pureboot.mode is none of "));
        assertTrue(refusal("pureboot.mode").startsWith("--append: pureboot.mode is none of "));
        assertFalse(refusal("pureboot.pasword=s3cret").contains("s3cret"));
        assertEquals(1, refusal("pureboot.a pureboot.b").lines().count());
        AppendedWords.check("quiet other.word=1 pureboot.mode=controller pureboot.dhcp=full pureboot.take_new"
                + " pureboot.password=x pureboot.shell pureboot.vlan=5 pureboot.time=1 pureboot.limit_rate=9");
    }

    private static String refusal(String words) {
        return String.valueOf(assertThrows(RefusedException.class, () -> AppendedWords.check(words))
                .getMessage());
    }
}
