#include "trend/quantiles.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <cassert>

namespace crura::trend {

double student_t(double outside, double degrees)
{
    assert(outside > 0 && outside < 1 && degrees > 0);
    const boost::math::students_t distribution(degrees);
    return boost::math::quantile(boost::math::complement(distribution, outside / 2));
}

} // namespace crura::trend
