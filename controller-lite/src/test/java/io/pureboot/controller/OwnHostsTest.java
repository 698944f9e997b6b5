package io.pureboot.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OwnHostsTest {
    @Test
    @DisplayName("SS1 only addresses that are listened at are named as reachable from elsewhere")
    void reachable() throws IOException {
        assertEquals(List.of(), OwnHosts.reachable("127.0.0.1"));
        assertEquals(List.of(), OwnHosts.reachable("::1"));
        List<String> all = OwnHosts.reachable("0.0.0.0");
        assertEquals(all, OwnHosts.reachable("::"));
        assertEquals(all, OwnHosts.reachable(ControllerConfig.ALL_ADDRESSES));
        for (String address : all) {
            assertEquals(List.of(address), OwnHosts.reachable(address));
        }
    }
}
