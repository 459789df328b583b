package serval.admin.debug;

import org.osgi.service.component.annotations.Component;

/** Takes SIGABRT over from the launcher: the process ends as after a crash, and the log has what each thread was at. */
@Component(service = Runnable.class, property = "serval.signal=ABRT")
public final class AbortSignal implements Runnable {
    private static final int SIGABRT = 6;

    @Override
    public void run() {
        CrashReport.signal(SIGABRT);
    }
}
