# scikit-learn's GaussianMixture from given means, as the case mixture of Personalization.Evaluation: mixture.py POINTS CENTERS COLUMNS [ITERATIONS [REPETITIONS]]
# Weights and covariances begin at those of single rows plus 1e-6, so that the first iteration puts every row to its nearest mean, as ours begins.
# Seconds are those of a whole fit for each iteration; lower_bound is the likelihood before the last maximization, in single precision where x is.
import pc, sys, warnings
import shapes
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
points, centers, columns = sys.argv[1], sys.argv[2], int(sys.argv[3])
iterations = int(sys.argv[4]) if len(sys.argv) > 4 else 20
repetitions = int(sys.argv[5]) if len(sys.argv) > 5 else 1
x, init = shapes.read(points, columns), shapes.read(centers, columns)
model = [None]


def fit():
    model[0] = GaussianMixture(len(init), covariance_type="full", means_init=init, init_params="random_from_data", tol=0, max_iter=iterations, random_state=0).fit(x)


seconds, low, high = pc.med(fit, repetitions, 0)
pc.out(case="mixture", seconds=seconds / iterations, lower_bound="%.10g" % model[0].lower_bound_, mean_log_likelihood="%.10g" % model[0].score(x), peak_mb=pc.rss_mb())
