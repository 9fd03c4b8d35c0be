#include "latency/path.hpp"

namespace crura::bench {
namespace {

class MotorPath : public Path {
public:
    std::string name() const override { return "motor byte"; }
    std::vector<std::string> arguments() const override
    {
        return {"--touch", "line:" + board_.port_name(), "--touch-probe"};
    }
    bool appears() override { return true; }
    std::vector<Seen> seen() override { return board_.motor(); }
    double tolerance() const override { return 0.01; }

private:
    ProbeBoard board_{"ttyMOTOR", false};
};

} // namespace

std::unique_ptr<Path> make_motor_path()
{
    return std::make_unique<MotorPath>();
}

} // namespace crura::bench
