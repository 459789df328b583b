package serval.server;

import io.netty.channel.IoRegistration;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ConfigRejectedException;

/**
 * The listening sockets: TCP ones for each address of {@code bind}, and a Unix one. Only touched under the engine lock, or
 * before the server serves.
 */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Server server;
    private List<Listener> tcp = new ArrayList<>();
    private @Nullable Listener unix;
    private boolean opened;
    private int port;
    private List<String> addresses = List.of();

    Listeners(Server server) {
        this.server = server;
    }

    /**
     * Opens all.
     *
     * @throws ListenException if one of them cannot be opened; none is then
     */
    void open() throws ListenException {
        ServerDirectives directives = server.directives();
        openTcp((int) directives.port.value(), directives.bind.value());
        try {
            openUnix();
        } catch (ListenException failed) {
            closeTcp();
            throw failed;
        }
        opened = true;
    }

    /** The TCP addresses listened on. */
    List<SocketAddress> addresses() {
        return tcp.stream().map(Listener::local).toList();
    }

    boolean hasTcp() {
        return !tcp.isEmpty();
    }

    boolean hasUnix() {
        return unix != null;
    }

    /** Listens where the directives now say. */
    void portChanged() {
        change("Unable to listen on this port. Check server logs.");
    }

    /** Listens where the directives now say. */
    void bindChanged() {
        change("Failed to bind to specified addresses.");
    }

    private void change(String refusal) {
        int newPort = (int) server.directives().port.value();
        List<String> newAddresses = server.directives().bind.value();
        if (!opened || newPort == port && newAddresses.equals(addresses)) {
            return;
        }
        int oldPort = port;
        List<String> oldAddresses = addresses;
        closeTcp();
        try {
            openTcp(newPort, newAddresses);
        } catch (ListenException failed) {
            try {
                openTcp(oldPort, oldAddresses);
            } catch (ListenException again) {
                LOG.error("Cannot listen on port {} any more", oldPort);
            }
            throw new ConfigRejectedException(refusal);
        }
    }

    private void openTcp(int newPort, List<String> newAddresses) throws ListenException {
        port = newPort;
        addresses = newAddresses;
        if (newPort == 0) {
            return;
        }
        List<Listener> open = new ArrayList<>();
        for (String text : newAddresses) {
            boolean optional = text.startsWith("-");
            String host = optional ? text.substring(1) : text;
            try {
                open.add(server.transport().listen(server, new InetSocketAddress(resolve(host), newPort)));
            } catch (IOException failed) {
                String reason = reason(failed);
                LOG.warn("Warning: Could not create server TCP listening socket {}:{}: {}", host, newPort, reason);
                if (optional && isAbsent(reason) || isUnsupported(reason)) {
                    continue;
                }
                open.forEach(Listener::close);
                throw new ListenException("Failed listening on port " + newPort + " (tcp), aborting.");
            }
        }
        open.forEach(this::start);
        tcp = open;
    }

    /** The system's own words, without what Netty puts in front. */
    private static String reason(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return "bind: " + message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
    }

    private static InetAddress resolve(String host) throws IOException {
        return switch (host) {
            case "*" -> InetAddress.getByAddress(new byte[4]);
            case "::*" -> InetAddress.getByAddress(new byte[16]);
            default -> {
                byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
                yield literal == null ? InetAddress.getByName(host) : InetAddress.getByAddress(literal);
            }
        };
    }

    private static boolean isAbsent(String reason) {
        return reason.contains("Cannot assign requested address");
    }

    private static boolean isUnsupported(String reason) {
        return reason.contains("not supported") || reason.contains("Protocol not available");
    }

    private void openUnix() throws ListenException {
        String path = server.unixPath();
        if (path.isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(path));
            Listener listener = server.transport().listen(server, path);
            long mode = server.directives().unixSocketMode.value();
            if (mode != 0) {
                Files.setPosixFilePermissions(Path.of(path), permissions((int) mode));
            }
            start(listener);
            unix = listener;
        } catch (IOException failed) {
            LOG.warn("Failed opening Unix socket: {}", reason(failed));
            throw new ListenException("Failed listening on port 0 (unix), aborting.");
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < 9; i++) {
            if ((mode & 0400 >> i) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    private void start(Listener listener) {
        Loop loop = server.acceptor();
        loop.execute(() -> {
            IoRegistration registration = loop.executor().register(listener).getNow();
            if (registration != null) {
                listener.start(registration);
            } else {
                LOG.error("A listener cannot be registered");
            }
        });
    }

    private void stop(Listener listener) {
        // The port must be free when this returns; the loop finds out by itself.
        listener.close();
    }

    private void closeTcp() {
        tcp.forEach(this::stop);
        tcp = List.of();
    }

    /** Closes all and removes the Unix socket's file. */
    void close() {
        opened = false;
        closeTcp();
        Listener file = unix;
        if (file != null) {
            unix = null;
            stop(file);
            try {
                Files.deleteIfExists(Path.of(server.unixPath()));
            } catch (IOException left) {
                LOG.debug("The Unix socket's file stays: {}", left.getMessage());
            }
        }
    }

    /** Tells that a socket cannot be listened on, in the words of the log. */
    static final class ListenException extends Exception {
        private static final long serialVersionUID = 1L;

        ListenException(String message) {
            super(message, null, false, false);
        }
    }
}
