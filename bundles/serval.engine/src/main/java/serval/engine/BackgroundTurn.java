package serval.engine;

import serval.spi.dataset.BackgroundWork;

/** Whose turn it is to write the dataset out. */
final class BackgroundTurn implements BackgroundWork {
    private Kind present = Kind.NONE;

    @Override
    public Kind present() {
        return present;
    }

    @Override
    public boolean begin(Kind kind) {
        if (present != Kind.NONE) {
            return false;
        }
        present = kind;
        return true;
    }

    @Override
    public void end(Kind kind) {
        if (present == kind) {
            present = Kind.NONE;
        }
    }
}
