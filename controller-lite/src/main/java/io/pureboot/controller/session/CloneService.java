package io.pureboot.controller.session;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.NodeAddresses;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.OrderBook;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.store.BackendStore;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.PartitionStore;
import io.pureboot.controller.store.ReceiptStore;
import io.pureboot.controller.store.SessionStore;
import java.time.Clock;

/** The parts of cloning, wired: what people do, what nodes say, and how sessions look. */
public record CloneService(
        Sessions sessions,
        SessionOrders orders,
        SessionCertificates certificates,
        SourceCallbacks source,
        CloneCallbacks callbacks,
        SessionViews views,
        ReceiptStore receipts) {

    /** Takes up the sessions that were running when the controller stopped: their nodes have their orders at once. */
    public static CloneService wire(
            Database database,
            CertificateAuthority authority,
            Nodes nodes,
            NodeAddresses addresses,
            Presence presence,
            DiskCatalog disks,
            OrderBook book,
            EventBus bus,
            Clock clock) {
        SessionOrders orders = new SessionOrders();
        SessionEvents events = new SessionEvents(bus, clock);
        ReceiptStore receipts = new ReceiptStore(database);
        SessionStore store = new SessionStore(database);
        DiskBinding binding = new DiskBinding(store, new PartitionStore(database), receipts);
        Sessions sessions = new Sessions(
                database,
                store,
                new SessionDrafts(nodes, disks, new BackendStore(database), binding),
                new StartChecks(nodes, presence, disks, orders, binding),
                new FreshLook(presence, disks),
                orders,
                book,
                events,
                clock);
        book.add(orders);
        return new CloneService(
                sessions,
                orders,
                new SessionCertificates(sessions, authority, addresses),
                new SourceCallbacks(sessions, addresses, events, clock),
                new CloneCallbacks(sessions, receipts, authority, events, clock),
                new SessionViews(nodes, presence, receipts),
                receipts);
    }
}
