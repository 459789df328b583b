package serval.rdb;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbSink;
import serval.spi.module.Intake;
import serval.spi.module.Sole;

/** Whether the snapshot file is encrypted: as it is written, that is a matter of settings; as it is read, one of the file. */
@Component(service = {FileForm.class, Intake.class})
public final class FileForm extends Sole<FileEncryption> {
    /** Creates it. */
    public FileForm() {
        super("encryption of snapshots");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEncryption(FileEncryption service, ServiceReference<FileEncryption> reference) {
        arrived(service, reference);
    }

    void unbindEncryption(FileEncryption service, ServiceReference<FileEncryption> reference) {
        departed(service, reference);
    }

    /** What a snapshot is to be written to so that it comes to {@code file} as is set now. */
    RdbSink to(RdbSink file) {
        FileEncryption service = get();
        return service == null || !service.isOn() ? file : new Encrypted(service, file);
    }

    /** Opens a file: a {@link FileInputStream} unless it is encrypted. */
    InputStream open(Path file) throws IOException {
        if (!FileEncryption.isEncrypted(file)) {
            return new FileInputStream(file.toFile());
        }
        FileEncryption service = get();
        if (service == null) {
            throw new IOException("the file is encrypted, and no bundle is there that decrypts it");
        }
        InputStream in = new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 18);
        try {
            return service.decrypt(in, false);
        } catch (IOException failed) {
            in.close();
            throw failed;
        }
    }

    /** Looks for the key when it is written to, so that a missing one is a failure of the save like any other. */
    private static final class Encrypted implements RdbSink {
        private final FileEncryption encryption;
        private final RdbSink file;
        private @Nullable RdbSink sink;

        Encrypted(FileEncryption encryption, RdbSink file) {
            this.encryption = encryption;
            this.file = file;
        }

        private RdbSink sink() throws IOException {
            RdbSink open = sink;
            if (open == null) {
                open = encryption.encrypt(file);
                sink = open;
            }
            return open;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            sink().write(bytes, from, length);
        }

        @Override
        public void finish() throws IOException {
            sink().finish();
        }

        @Override
        public void abandon() {
            file.abandon();
        }
    }
}
